/** The number of people in one transaction, small enough not to delay pushes. */
const size = 500;

/** Groups items into lists of at most 500. */
export async function* batched<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const every = 10_000;

/** Reports the progress on standard error, every 10,000 items. */
export function createProgress(sentence: (done: number) => string): (more: number) => void {
  let done = 0;
  return (more) => {
    const before = done;
    done += more;
    if (Math.floor(before / every) < Math.floor(done / every)) console.error(sentence(done));
  };
}
