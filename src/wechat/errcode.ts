/**
 * What an errcode means for whoever runs the account.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
export const meaningOf = (errcode: number): string | undefined => meanings.get(errcode);

const meanings: ReadonlyMap<number, string> = new Map([
  [-1, "WeChat is busy; try again"],
  [40001, "the access token was superseded or is another account's, or the AppSecret is wrong"],
  [40002, "wrong grant_type"],
  [40003, "the openid is not a follower, or belongs to another account"],
  [40013, "no account has this appid"],
  [40014, "the access token is malformed"],
  [40029, "the code is wrong or has expired"],
  [40052, "unknown action_name"],
  [40053, "wrong action_info"],
  [40125, "the AppSecret is wrong"],
  [40163, "the code was used before"],
  [40164, "this server's address is not on the account's IP allow-list"],
  [40243, "the AppSecret is frozen; unfreeze it in the console"],
  [41001, "the access token is missing"],
  [41002, "the appid is missing"],
  [41004, "the AppSecret is missing"],
  [42001, "the access token has expired"],
  [43002, "the call must be a POST"],
  [44002, "the body is empty"],
  [45009, "the day's calls are used up"],
  [45011, "too many calls this minute"],
  [47001, "the body is not what the call expects"],
  [48001, "this kind of account may not call this, or is not verified"],
  [48004, "the account is barred from this call; its console says why"],
  [50001, "the account or the person has not authorised this"],
  [50002, "the account is restricted"],
  [50004, "the account may not get access tokens"],
  [50005, "the person has unfollowed"],
  [50007, "the account is frozen"],
  [61024, "the appid is a third-party platform's"],
  [89501, "this server's address waits for the administrator's consent"],
  [89503, "this server's address needs the administrator's consent, asked for in WeChat"],
  [89506, "the administrator refused this server's address; ask again in 24 hours"],
  [89507, "the administrator refused this server's address; ask again in an hour"],
]);
