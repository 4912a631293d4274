/**
 * Every verb that kube-apiserver can give a request for a resource. `proxy` is of the old path /api/v1/proxy; the empty one
 * of methods without a verb, such as OPTIONS.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/endpoints/request/requestinfo.go
 */
export const RESOURCE_VERBS: readonly string[] = [
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'proxy', ''],
]

/** Every verb of a request for another path: the HTTP method in lower case. */
export const PATH_VERBS: readonly string[] = [
  ...['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'connect', 'trace'],
]
