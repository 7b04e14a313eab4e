import { apps } from "./apps.ts";
import { camera } from "./camera.ts";
import { chat } from "./chat.ts";
import { frame } from "./frame.ts";
import { list } from "./list.ts";
import { sheet } from "./sheet.ts";

/** The whole style sheet: colours and frame first, then the screens. */
export const style = [frame, list, chat, sheet, camera, apps].join("\n");
