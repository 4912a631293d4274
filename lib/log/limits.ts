/** No server writes lines above --audit-log-maxsize, 100 MiB by default; and a string holds no more than 512 MiB. */
export const LINE_LIMIT = 256 * 1024 * 1024
