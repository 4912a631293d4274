/** Work that a question may take, so that an answer comes or it is said that there is none. One step cuts one box. */
export class Budget {
  #left: number

  constructor(steps: number) {
    this.#left = steps
  }

  /** False when nothing is left. */
  spend(): boolean {
    this.#left -= 1
    return this.#left >= 0
  }

  get isSpent(): boolean {
    return this.#left < 0
  }
}
