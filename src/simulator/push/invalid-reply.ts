/** Why an answer is no reply WeChat would take; the message completes "the answer was refused: …". */
export class InvalidReply extends Error {
  override name = "NotAReply";
}
