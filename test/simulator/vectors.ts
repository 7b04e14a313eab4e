/**
 * Published and computed known answers for WeChat's signatures and message encryption.
 * A, B, C and the verification: WeChat's own message-push guide
 * (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html).
 * D: the tests of Wechat-Group/WxJava. E, F, G: computed apart from this code, by the same rules.
 */
export const verification = {
  token: "AAAAA",
  timestamp: "1714036504",
  nonce: "1514711492",
  signature: "f464b24fc39322e44b38aa78f5edd27bd1441696",
};

export const plainPost = {
  token: "AAAAA",
  timestamp: "1714037059",
  nonce: "486452656",
  signature: "899cf89e464efb63f54ddac96b0a0a235f53aa78",
};

interface Encrypted {
  name: string;
  token: string;
  aesKey: string;
  appid: string;
  random: string;
  message: string;
  encrypt: string;
  timestamp: string;
  nonce: string;
  msgSignature: string;
}

const official = { token: "AAAAA", aesKey: "A".repeat(43), appid: "wxba5fad812f8e6fb9" };
const wxJava = {
  token: "pamtest",
  aesKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
  appid: "wxb11529c136998cb6",
};

export const encrypted: Encrypted[] = [
  {
    name: "A, a push in JSON",
    ...official,
    random: "a8eedb185eb2fecf",
    message:
      '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}',
    encrypt:
      "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=",
    timestamp: "1714112445",
    nonce: "415670741",
    msgSignature: "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
  },
  {
    name: "B, a reply in JSON",
    ...official,
    random: "707722b803182950",
    message: '{"demo_resp":"good luck"}',
    encrypt: "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",
    timestamp: "1713424427",
    nonce: "415670741",
    msgSignature: "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
  },
  {
    name: "D, text of several bytes a character",
    ...wxJava,
    random: "aaaabbbbccccdddd",
    message: "我是中文abcd123",
    encrypt: "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==",
    timestamp: "1409304348",
    nonce: "xxxxxx",
    msgSignature: "82c962d39941aa48552f90ef55aa323dc620cc10",
  },
  {
    name: "E, a SCAN",
    ...wxJava,
    random: "0123456789abcdef",
    message:
      "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>\n<FromUserName><![CDATA[oABCDE0123456789abcdefghijkl]]></FromUserName>\n<CreateTime>1700000000</CreateTime>\n<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[SCAN]]></Event>\n<EventKey><![CDATA[login_abc]]></EventKey>\n<Ticket><![CDATA[TICKET]]></Ticket>\n</xml>",
    encrypt:
      "Q3stYC6hdFzMh9T8HCvyDGe94eq+E3mlpGTnLDHWUhrVIBdIBunH/jIyWw4jgeHj7h3fRp9+DLu1xULGK9GVMlvw6PlXvkmS4ynk+7MBRmWq6oJg498ujl2F1/rWp5EO5wdlecPj6kX7ttzvg6WPp0z6Fqg5txtCqQZGyFWAqNZ5nhoTnFq+VaxMk9uGGoDxN6OkUAhb8+43hgRc+i6lLTIF0KGp00kaNg8Yi7A+LH3AuQjpkWv1KBEyvU/LtA8bT1tTZQ5mxv7T8Lmnz/9pZFLk7gJi9cZWK8boe2yJ9I/Ayq1Y14NDaKCVFd+rcKPkEkM4bGgyCEXK6tNZvuokHKASedPRnq86/SWOdortXYLeftm2Jjame45tR+EcYXnNvzDWXNp3m2lQRtlTVjERnjYU51nrzULHdZZfx84/qgclyh0hzA6kgxSQ4Yb0V2jqdAEjXhgXrrzLkktNfl7HFegMLlUd7M13YNw4OhdQJjyOGEFTa3Hu+qWeei1UV69P",
    timestamp: "1700000000",
    nonce: "nonce123",
    msgSignature: "9c952421de3cd27950c2814ea7118441975452f2",
  },
  {
    name: "F, a text reply",
    ...wxJava,
    random: "fedcba9876543210",
    message:
      "<xml><ToUserName><![CDATA[oABCDE0123456789abcdefghijkl]]></ToUserName><FromUserName><![CDATA[gh_0123456789ab]]></FromUserName><CreateTime>1700000001</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[登录成功]]></Content></xml>",
    encrypt:
      "DpQeJfnf/MGZ/+GTIspwVH89UQVOkYhtQ5SVFQC57ZBr8MS7IThsdiuvp2NbgYCrGCgeewZc/T+7SIbL/xBUhQMS31dNRPtzQc3R5PWLFg719MNcS+uxCZa++ecmY0d2cnquARxxfTxZ4DX11oszHMeQXAXQ5yjUnj7Pb/4RxvZYmFpynoTlsEbIXKbj0SIcvvzs5uAOGVRTSu56Y/R+1lV1KlEHro4B+DZNr/SxquZu0cnm4TiKqTs3m7fveoPJ8PTt3ATRAX86tMJ3SqD7rRLEKMxBGifPYE6+vjqeto3rz/f+x7jnvPCyCNQBQyqFclqpcqpMTkbuR1NS4HkJK5eiZ6OEtCzLhfteQvtJbht05jx6Jaug+PodKKZ/SQI1",
    timestamp: "1700000001",
    nonce: "nonce123",
    msgSignature: "1d6a6c9a15b48b2f862f569f69c187b85d226568",
  },
  {
    name: "G, a whole block of padding",
    ...wxJava,
    random: "0123456789abcdef",
    message: "x".repeat(26),
    encrypt:
      "Q3stYC6hdFzMh9T8HCvyDHDxbrF7f8TfmYxXSN1y2Vbjja9RgRLcXPjzJF67v90V3+cSUeXVsBz9zy9FS6aOlAKOGPMkX9CsY1Hcm0RGBpai3w0JQLugbmmRSSjGXHj+",
    timestamp: "1",
    nonce: "n",
    msgSignature: "ba309aac5190fc31bf2f3fe822b966b6ed415863",
  },
];
