/** What the listener knows of a request beyond the request: where it came from, and how to cut it off. */
export interface Caller {
  /** The caller's address, as the IP list sees it. */
  ip: string;
  /** Cuts the connection without an answer; absent in process, where `fetch` then rejects. */
  drop?: () => void;
}
