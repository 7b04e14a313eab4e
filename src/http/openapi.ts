import { z } from "zod";
import { type ErrorCode, errors } from "../domain/errors.ts";
import { problem } from "../wire/problem.ts";
import type { Operation } from "./operations/operation.ts";
import { operations } from "./operations/operations.ts";

/** The description of every public route (OpenAPI 3.1), from the schemas that validate. */
export const describeApi = (origin: string): object =>
  describe(operations, {
    title: "Saoma",
    description: "Sign in with WeChat.",
    origin,
    securitySchemes: {
      browser: { type: "apiKey", in: "cookie", name: "__Host-saoma_browser", description: "The browser's claim" },
      claim: { type: "http", scheme: "bearer", description: "A client's own claim, for clients without cookies" },
      session: { type: "apiKey", in: "cookie", name: "__Host-saoma_session" },
      bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      miniProgram: { type: "http", scheme: "bearer", description: "What `/mini-program/{appid}/login` gave" },
    },
  });

/** What a description says beside its routes. */
interface About {
  readonly title: string;
  readonly description: string;
  readonly origin: string;
  readonly securitySchemes: Readonly<Record<string, object>>;
}

/** Describes routes, on whichever listener they are. */
export function describe(routes: readonly Operation[], { origin, title, description, securitySchemes }: About): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of routes) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title, version: "1", description, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: origin }],
    paths,
    components: { schemas: { Problem: schemaOf(problem) }, securitySchemes },
  };
}

const proofs = {
  none: [],
  claim: [{ browser: [] }, { claim: [] }],
  session: [{ session: [] }, { bearer: [] }],
  // No session to sign in; a session to link or prove.
  "session or nothing": [{}, { session: [] }, { bearer: [] }],
  "mini-program": [{ miniProgram: [] }],
  key: [{ key: [] }],
} as const;

function describeOperation({
  id,
  summary,
  by = "none",
  path,
  headers = {},
  query = {},
  body,
  answers,
  problems = [],
}: Operation): object {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter("path", name ?? "", true));
  const asked = Object.keys(query).map((name) => ({ ...parameter("query", name, false), description: query[name] }));
  const sent = Object.keys(headers).map((name) => ({
    ...parameter("header", name, false),
    description: headers[name],
  }));
  const described = Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer)]);
  return {
    operationId: id,
    summary,
    security: proofs[by],
    parameters: [...named, ...asked, ...sent],
    ...(body
      ? { requestBody: { required: isNeeded(body), content: { "application/json": { schema: schemaOf(body) } } } }
      : {}),
    responses: withRefusal({ ...Object.fromEntries(described), ...describeProblems(problems) }),
  };
}

/**
 * Generators expect at least one error response: routes without an error of their own may still fail by HTTP itself.
 */
const withRefusal = (responses: Record<string, object>): Record<string, object> =>
  Object.keys(responses).some((status) => status.startsWith("4"))
    ? responses
    : { ...responses, 431: { description: "The request's header is longer than any is read." } };

const parameter = (where: "path" | "query" | "header", name: string, required: boolean) => ({
  name,
  in: where,
  required,
  schema: { type: "string" },
});

function describeAnswer({ what, schema, type = "application/json" }: Operation["answers"][string]): object {
  if (!schema && type === "application/json") return { description: what };
  return {
    description: what,
    content: { [type]: { schema: schema ? schemaOf(schema, "output") : { type: "string" } } },
  };
}

/** One answer a status: several codes may share one. */
function describeProblems(codes: readonly ErrorCode[]): Record<string, object> {
  const byStatus = Object.groupBy(codes, (code) => String(errors[code].status));
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, all = []]) => [
      status,
      { description: all.map(sentence).join(" "), content },
    ]),
  );
}

const sentence = (code: ErrorCode): string => `\`${code}\`: ${errors[code].message}`;

/** Whether no body at all, which is read as an empty object, would be refused. */
const isNeeded = (body: z.ZodType): boolean => !body.safeParse({}).success;

const schemaOf = (schema: z.ZodType, io: "input" | "output" = "input"): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
};
