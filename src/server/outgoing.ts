import { type Caller, type CallerOptions, createCaller } from "../adapters/outgoing/caller.ts";
import { createPost, type Post } from "../adapters/outgoing/post.ts";

/** A server of the operator that Saoma calls. */
export interface CalledServer {
  readonly allowPrivate: boolean;
}

const everywhere = ["0.0.0.0/0", "::/0"];

type Options = Pick<CallerOptions, "clock" | "resolve">;

/** Only who says so is reached at a private address. */
export function createPosts(options: Options): (server: CalledServer) => Post {
  const toPublic = createPost({ ...options, allowed: [] });
  const toAny = createPost({ ...options, allowed: everywhere });
  return ({ allowPrivate }) => (allowPrivate ? toAny : toPublic);
}

/** The same, for calls whose answers are read. */
export const createCallerOf = (options: Options, server: CalledServer): Caller =>
  createCaller({ ...options, allowed: server.allowPrivate ? everywhere : [] });
