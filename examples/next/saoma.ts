import { createSaoma, type Saoma } from "saoma";
import config from "./saoma.config.ts";

const kept = globalThis as { saoma?: Saoma };

/** One for the whole process, however often Next loads this module, and none while it builds. */
export const saoma = (): Saoma => (kept.saoma ??= createSaoma(config));

/** Answers Saoma's own paths. */
export const answer = (request: Request): Promise<Response> => saoma().fetch(request);
