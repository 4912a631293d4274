/** One HTTP exchange as the proxy saw it. It fills up while the exchange goes on. */
export interface Exchange {
  readonly auditID: string
  readonly persona: string
  readonly method: string
  readonly target: string
  /** It came with an Authorization header of its own, so it may not be the persona's. */
  readonly bringsCredential: boolean
  status: number | null
  echoed: boolean
  upgraded: boolean
  /** What went wrong between the proxy and the server, null when nothing did. */
  error: string | null
  /** First bytes of the answer's body, when the route asks for them. */
  body: string
  ended: boolean
}

/** The exchanges of one step, in the order in which they began. */
export class Trace {
  readonly exchanges: Exchange[] = []
  private readonly watchers = new Set<() => void>()

  begin(exchange: Exchange): void {
    this.exchanges.push(exchange)
  }

  /** Called by the proxy whenever an exchange was answered or ended. */
  changed(): void {
    for (const notify of this.watchers) notify()
  }

  /** Resolves true when `condition` holds, now or after a change; false when the time is over. */
  async until(condition: (exchanges: readonly Exchange[]) => boolean, timeoutMilliseconds: number): Promise<boolean> {
    if (condition(this.exchanges)) return true
    return new Promise((resolve) => {
      const finish = (held: boolean): void => {
        this.watchers.delete(check)
        clearTimeout(timer)
        resolve(held)
      }
      const check = (): void => {
        if (condition(this.exchanges)) finish(true)
      }
      const timer = setTimeout(() => finish(false), timeoutMilliseconds)
      this.watchers.add(check)
    })
  }
}

export const everyEnded = (exchanges: readonly Exchange[]): boolean => exchanges.every((exchange) => exchange.ended)
