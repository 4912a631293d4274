import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import { WebhookReceiver } from '../../../lib/engine/live/webhook-receiver.js'

const REVIEW = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { uid: 'u-1', object: {} } }
const PATCH = [{ op: 'add' as const, path: '/data/reviewed', value: 'yes' }]

/** Asks as an API server does: it trusts the caBundle alone, and adds its timeout. */
async function ask(url: string, ca: string, body: string): Promise<{ status: number | undefined; answer: unknown }> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}?timeout=10s`, { method: 'POST', ca: Buffer.from(ca, 'base64') }, (response) => {
      text(response).then(
        (answer) =>
          resolve({ status: response.statusCode, answer: answer === '' ? null : (JSON.parse(answer) as unknown) }),
        reject,
      )
    })
    call.on('error', reject)
    call.end(body)
  })
}

test('a webhook of the lab patches, annotates, denies at /deny, and is gone after its run', async () => {
  await using receiver = await WebhookReceiver.start('127.0.0.1')
  const { variables, close } = receiver.register({ patch: PATCH, auditAnnotations: { reviewer: 'nobody' } })
  const { webhook, webhookAuthority } = variables
  const review = JSON.stringify(REVIEW)
  expect(await ask(webhook, webhookAuthority, review)).toMatchObject({
    status: 200,
    answer: {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: {
        uid: 'u-1',
        allowed: true,
        patchType: 'JSONPatch',
        patch: Buffer.from(JSON.stringify(PATCH)).toString('base64'),
        auditAnnotations: { reviewer: 'nobody' },
      },
    },
  })
  expect(await ask(`${webhook}/deny`, webhookAuthority, review)).toMatchObject({
    answer: { response: { uid: 'u-1', allowed: false, status: { code: 403 } } },
  })
  expect(await ask(webhook, webhookAuthority, '{}')).toEqual({ status: 400, answer: null })
  close()
  expect(await ask(webhook, webhookAuthority, review)).toEqual({ status: 404, answer: null })
})

test('a webhook without a patch changes nothing', async () => {
  await using receiver = await WebhookReceiver.start('127.0.0.1')
  const { variables } = receiver.register({ patch: [], auditAnnotations: {} })
  const { answer } = await ask(variables.webhook, variables.webhookAuthority, JSON.stringify(REVIEW))
  expect(answer).toMatchObject({ response: { allowed: true } })
  expect(JSON.stringify(answer)).not.toContain('patch')
})
