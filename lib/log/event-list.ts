import { elementsAt, membersAt } from '../audit/json-spans.js'

/**
 * The Events of what an audit webhook posts (EventList of audit.k8s.io/v1), each as its bytes stand in the request: parsed
 * and written anew they would not be what the server wrote. In a list they lack their kind and apiVersion, which a line of
 * a log has in front. Null when it is no EventList.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/plugin/pkg/audit/webhook/webhook.go
 */
export function linesOfEventList(text: string): string[] | null {
  const members = membersAt(text, 0)
  const value = (key: string): string => {
    const member = members.find((one) => one.key === key)
    return member === undefined ? '' : text.slice(member.valueStart, member.end)
  }
  const items = members.find(({ key }) => key === 'items')
  if (value('kind') !== '"EventList"' || value('apiVersion') !== '"audit.k8s.io/v1"' || items === undefined) return null
  return elementsAt(text, items.valueStart).map((start) => {
    const own = membersAt(text, start)
    const body = text.slice(start + 1, (own.at(-1)?.end ?? start + 1) + 1)
    return own[0]?.key === 'kind' ? `{${body}` : `{"kind":"Event","apiVersion":"audit.k8s.io/v1",${body}`
  })
}
