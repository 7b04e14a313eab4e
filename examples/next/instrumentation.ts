/** Next calls this once, when its server starts. */
export async function register(): Promise<void> {
  // Next builds this file for its edge runtime, too, which has neither signals nor a database.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { closeWhenStopped } = await import("./saoma.ts");
    closeWhenStopped();
  }
}
