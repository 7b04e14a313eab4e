/** Why WeChat would not accept a reply. The message completes the sentence "the answer was refused: …". */
export class InvalidReply extends Error {
  override name = "NotAReply";
}
