/** Resources to be closed in the opposite order: a `DisposableStack`, which Node 22 does not have. */
export interface AsyncStack extends Disposable, AsyncDisposable {
  /** Adds a function to be called at the end. */
  defer(close: () => unknown): void;
  /** Adds a resource to be closed at the end. */
  use<T extends Disposable>(resource: T): T;
  /** Closes everything, once, even if some of it fails; then throws the first error. */
  dispose(): void;
  /** The same for asynchronous resources, one after the other. */
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
