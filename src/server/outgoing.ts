import { createPost, type Post, type PostOptions } from "../adapters/outgoing/post.ts";

/** A server of the operator that Saoma calls. */
export interface CalledServer {
  readonly allowPrivate: boolean;
}

const everywhere = ["0.0.0.0/0", "::/0"];

/** Only who says so is reached at a private address. */
export function createPosts(options: Pick<PostOptions, "clock" | "resolve">): (server: CalledServer) => Post {
  const toPublic = createPost({ ...options, allowed: [] });
  const toAny = createPost({ ...options, allowed: everywhere });
  return ({ allowPrivate }) => (allowPrivate ? toAny : toPublic);
}
