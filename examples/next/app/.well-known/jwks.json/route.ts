import { answer } from "../../../saoma.ts";

// Asked for anew each time: keys are changed while the site runs.
export const dynamic = "force-dynamic";

export const GET = answer;
