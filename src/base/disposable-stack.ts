/** What has to be closed again, in the opposite order: a `DisposableStack`, which Node 22 has not got. */
export interface AsyncStack extends Disposable, AsyncDisposable {
  /** Something to be done in the end. */
  defer(close: () => unknown): void;
  /** Something to be closed in the end. */
  use<T extends Disposable>(resource: T): T;
  /** Closes all, once ever, whatever some say of it; the first error is thrown when all are done. */
  dispose(): void;
  /** The same for what takes its time, one after the other. */
  disposeAsync(): Promise<void>;
}

export function createDisposableStack(): AsyncStack {
  const all: (() => unknown)[] = [];
  const failed: unknown[] = [];
  const end = (): void => {
    if (failed.length > 0) throw failed.splice(0)[0];
  };
  function dispose(): void {
    for (const close of all.splice(0).reverse()) {
      try {
        close();
      } catch (error) {
        failed.push(error);
      }
    }
    end();
  }
  async function disposeAsync(): Promise<void> {
    for (const close of all.splice(0).reverse())
      await Promise.resolve()
        .then(close)
        .catch((error) => failed.push(error));
    end();
  }
  return {
    defer: (close) => void all.push(close),
    use(resource) {
      all.push(() => resource[Symbol.dispose]());
      return resource;
    },
    dispose,
    disposeAsync,
    [Symbol.dispose]: dispose,
    [Symbol.asyncDispose]: disposeAsync,
  };
}
