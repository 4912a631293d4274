import type { Attributes } from './attributes.js'
import { isGoDuration } from './go-duration.js'
import { isLongRunning } from './long-running.js'
import { parseRequestTarget } from './request-target.js'

/**
 * Whether kube-apiserver answered 400 because it could not read `timeout=`. It does so before it authenticates, so policy
 * rules saw no user.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/endpoints/filters/request_deadline.go
 */
export function refusedTimeout(status: number | null, target: string, attributes: Omit<Attributes, 'user'>): boolean {
  const timeout = parseRequestTarget(target).query.get('timeout') ?? ''
  return status === 400 && timeout !== '' && !isGoDuration(timeout) && !isLongRunning(attributes)
}
