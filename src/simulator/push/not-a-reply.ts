/** Why an answer is no reply WeChat would take; the message completes "the answer was refused: …". */
export class NotAReply extends Error {
  override name = "NotAReply";
}
