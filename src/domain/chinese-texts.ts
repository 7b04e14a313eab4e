import type { Texts } from "./texts.ts";

/** The default texts in Chinese. */
export const chineseTexts: Texts = {
  ask: "正在登录「{site}」\n{browser} 北京时间 {time}\n\n{yes}\n\n{no}\n\n点不动？回复 1 登录，回复 2 拒绝。\n二维码若是别人发来的，请不要确认。",
  askByCode:
    "正在登录「{site}」\n{browser} 北京时间 {time}\n\n{yes}\n\n{no}\n\n点不动？回复 1 登录，回复 2 拒绝。\n登录码若是别人让你发的，请不要确认。",
  askByNumber:
    "正在登录「{site}」\n{browser} 北京时间 {time}\n\n网页上显示的数字是？\n\n{numbers}\n\n{no}\n\n点不动？直接回复那两位数字，回复 2 拒绝。\n若不是你本人在登录，请选“不是我”。",
  askFirst:
    "第一次用这个微信登录「{site}」\n它会打开账号「{name}」，是 {day} 添加到那个账号的。\n{browser} 北京时间 {time}\n\n{yes}\n\n{otherAccount}\n\n{no}\n\n点不动？回复 1 登录；那不是你的账号，回复 3；不是你在登录，回复 2。",
  askFirstByNumber:
    "第一次用这个微信登录「{site}」\n它会打开账号「{name}」，是 {day} 添加到那个账号的。那不是你的账号？回复 3。\n{browser} 北京时间 {time}\n\n网页上显示的数字是？\n\n{numbers}\n\n{no}\n\n点不动？直接回复那两位数字，回复 2 拒绝。",
  otherAccount: "不是我的账号",
  yes: "是我，登录",
  no: "不是我",
  signedIn: "{name}，你已登录「{site}」。\n\n{no}（或回复 2，立即退出）",
  welcomeBack: "欢迎回来，{name}。\n你已登录「{site}」\n{browser} 北京时间 {time}\n\n{no}（或回复 2，立即退出）",
  declined: "好的，没有登录。",
  undone: "好的，那个浏览器已经退出登录。",
  used: "这个二维码已经用过了。请刷新网页，换一个新的再扫。",
  expired: "这个二维码已经过期。请刷新网页，换一个新的再扫。",
  late: "这次登录已经失效。需要的话，请重新扫码。",
  refused: "「{site}」目前不开放注册，你的微信还没有对应的账号。",
  phone:
    "还差一步：请回到网页，验证手机号，完成登录「{site}」。\n网页会先要你输入配对码：\n\n{code}\n\n只输入你自己打开的网页，不要告诉任何人。\n\n{no}",
  phoneOnPage: "还差一步：请回到网页，验证手机号，完成登录「{site}」。\n\n{no}",
  conflict:
    "没有登录。这个手机号在「{site}」已有账号，绑定的是另一个微信。\n请用那个微信登录；或重新扫码，换一个手机号；都不行，请联系「{site}」。",
  lost: "这个微信在「{site}」已登记为丢失：不能登录，也不能确认或拒绝任何操作。已经找回？请联系「{site}」。",
  suspended: "没有登录。你在「{site}」的账号已被停用。\n有疑问？请联系「{site}」。",
  notAdmitted: "没有登录。「{site}」只对指定的人开放，这个微信不在其中。\n需要进入？请联系「{site}」。",
  tooMany: "操作太频繁了，请过一分钟再试。",
  numberWrong: "数字不对，没有登录。需要的话，请在网页上重新开始。",
  codeWrong: "没有找到这个登录码。请核对网页上显示的数字，再发一次。",
  codeUsed: "这个登录码已经用过了。请刷新网页，换一个新的再发。",
  codeExpired: "这个登录码已经过期。请刷新网页，换一个新的再发。",
  codeTooMany: "输错的次数太多了，请过十分钟再试。",
  chatCode:
    "你的登录码：\n\n{code}\n\n5 分钟内有效，只能用一次。请把它输入你自己打开的登录网页。\n不要告诉任何人：谁拿到它，谁就能用你的身份登录。",
  pairLink:
    "「{site}」的一个网页请求把你的这个微信加到一个账号里。加好以后，用这个微信就能登录那个账号。\n\n配对码：{code}\n\n请把它输入你自己打开的网页，完成添加。不要告诉任何人。\n如果不是你在操作，不用理会，也可以点：\n\n{no}",
  unlinked: "好的，这个微信已经和那个账号解除关联。",
  linkConflict: "没有添加：这个微信在「{site}」已经有自己的账号。",
  askProof:
    "请确认：要{action}吗？\n「{site}」\n{browser} 北京时间 {time}\n\n{yes}\n\n{no}\n\n点不动？回复 1 确认，回复 2 拒绝。\n如果不是你自己在网页上操作，请不要确认。",
  askProofByNumber:
    "请确认：要{action}吗？\n「{site}」\n{browser} 北京时间 {time}\n\n网页上显示的数字是？\n\n{numbers}\n\n{no}\n\n点不动？直接回复那两位数字，回复 2 拒绝。\n若不是你本人在操作，请选“不是我”。",
  actionLink: "给你在「{site}」的账号添加另一个微信",
  actionRemove: "从你在「{site}」的账号移除{wechat}",
  actionRestore: "恢复你在「{site}」的账号移除过的{wechat}",
  wechatAdded: "{day}添加的微信",
  wechatFirst: "最早的微信",
  wechatUnknown: "一个微信",
  actionDelete: "注销你在「{site}」的账号，删除全部资料",
  actionPhone: "更换你在「{site}」的账号的手机号",
  actionConsole: "进入「{site}」的运营后台，在那里可以查看和改动所有用户",
  provenPhone:
    "已确认。请回到网页，验证新的手机号。\n网页会先要你输入配对码：\n\n{code}\n\n只输入你自己打开的网页，不要告诉任何人。\n\n{no}",
  provenPhoneOnPage: "已确认。请回到网页，验证新的手机号。\n\n{no}",
  yesProof: "是我，确认",
  proven: "已确认，请回到网页继续。\n\n{no}（或回复 2，那个浏览器立即退出）",
  proofConflict: "没有确认：这个微信不属于在「{site}」提出请求的那个账号。",
  notDone: "好的，什么都没有改变。",
  notDoneByNumber: "数字不对，什么都没有改变。需要的话，请在网页上重新开始。",
  over: "这次请求已经失效。需要的话，请在网页上重新开始。",
  noticeAdded:
    "「{site}」提醒：{day}，你的账号添加了另一个微信，它也能登录你的账号。\n不是你本人操作的？七天内点这里移除它：{notMine}（或回复“非本人”）",
  noticeRestored:
    "「{site}」提醒：{day}，你的账号恢复了一个移除过的微信，它又能登录你的账号了。\n不是你本人操作的？七天内点这里移除它：{notMine}（或回复“非本人”）",
  noticeRemoved: "「{site}」提醒：{day}，你的账号移除了一个微信。",
  noticeTakenBack: "「{site}」提醒：{day}，你账号里较早的一个微信撤回了新添加的微信，以及它做过的改动。",
  noticeLost: "「{site}」提醒：{day}，你账号里的一个微信已按丢失处理，不能再登录。",
  noticeInvited:
    "「{site}」提醒：{day}，我们为你的账号发出了一个邀请码，用它可以加上一个新的微信。不是你要的？请马上联系「{site}」。",
  noticeRemovalAnnounced:
    "「{site}」提醒：{day}，有人申请从你的账号移除一个微信，将在 {due} 执行。\n不同意？{objection}（或回复“反对”）",
  noticeDeletionAnnounced:
    "「{site}」提醒：{day}，有人申请注销你的账号，将在 {due} 执行，账号和资料会全部删除。\n不同意？{objection}（或回复“反对”）",
  noticePhoneAnnounced:
    "「{site}」提醒：{day}，有人申请更换你账号的手机号，将在 {due} 执行。\n不同意？{objection}（或回复“反对”）",
  noticeInvitationAnnounced:
    "「{site}」提醒：{day}，我们为你的账号生成了一个邀请码，用它可以加上一个新的微信，24 小时后（{due}）生效。\n不是你要的？点这里取消它：{objection}（或回复“反对”）",
  noticeStopped: "「{site}」提醒：{day}，之前申请的一项账号改动已取消，什么都没有改变。",
  noticePhoneChanged: "「{site}」提醒：{day}，你账号的手机号已更换。",
  noticeNumberLost: "「{site}」提醒：{day}，你账号的手机号已由别人验证为本人使用，不再属于你的账号。",
  notMine: "非本人",
  notMineAgain: "如果要移除新添加的微信，请再回复一次“非本人”。",
  objection: "反对",
  takenBack: "好的，已移除新添加的微信，它登录的浏览器已退出，它做过的改动也已撤回。",
  objected: "好的，申请的改动已取消，什么都没有改变。",
  noSay:
    "没有你能撤回或反对的改动：七天内添加的微信，只有比它更早的微信才能撤回；申请的改动，只有不晚于申请者的微信才能反对。",
  unknownBrowser: "未知浏览器",
  greeting: "你好，欢迎关注「{source}」。",
};
