/** What the listener knows about a request beyond its content: the caller's address, and how to cut the connection. */
export interface Caller {
  /** The caller's address, as the IP list sees it. */
  ip: string;
  /** Cuts the connection without a response; absent in process, where `fetch` rejects instead. */
  drop?: () => void;
}
