import { expect, test } from '@jest/globals'
import { etcdWords } from '../../../lib/engine/binary/etcd-words.js'

// As etcd 3.6.4 writes them; the stack goes on.
const WARNED = '{"level":"warn","ts":"2026-11-21T13:48:10.1Z","caller":"etcdmain/etcd.go:1","msg":"slow"}'
const PANIC =
  '{"level":"panic","ts":"2026-11-21T13:48:11.1Z","caller":"etcdserver/bootstrap.go:663","msg":"failed to create WAL","error":"no space left on device","stacktrace":"go.etcd.io/etcd"}'
const STACK =
  'panic: failed to create WAL\n\ngoroutine 1 [running]:\ngo.uber.org/zap/zapcore.CheckWriteAction.OnWrite()'

test.each([
  ['its error, without the stack', `${WARNED}\n${PANIC}\n${STACK}\n`, 'failed to create WAL: no space left on device'],
  ['the end of the log, when no line is an error', `${WARNED}\nkilled\n`, `${WARNED}\nkilled\n`],
  ['the end of the log, when its error is torn', PANIC.slice(0, 90), PANIC.slice(0, 90)],
])('says of a server that has ended %s', (_, log, words) => {
  expect(etcdWords(log)).toBe(words)
})
