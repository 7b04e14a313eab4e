import { application, service } from "../../config";
import { type AccountState, createAccount, type MyAccount } from "./my-account";

let account: MyAccount | undefined;

Page({
  data: { state: { kind: "signed-out" } as AccountState },

  onLoad() {
    const { appId: appid } = wx.getAccountInfoSync().miniProgram;
    account = createAccount(wx, { origin: service, application, appid }, (state) => this.setData({ state }));
  },

  signIn() {
    void account?.signIn();
  },

  agree() {
    void account?.agree();
  },

  own() {
    void account?.own();
  },

  givePhone({ detail: { code } }: { detail: { code?: string } }) {
    if (code !== undefined) void account?.givePhone(code);
  },

  signOut() {
    void account?.signOut();
  },

  /** Mini-programs open no pages of other sites: the address is copied, for a browser. */
  readTerms({ currentTarget: { dataset } }: { currentTarget: { dataset: { url: string } } }) {
    wx.setClipboardData({ data: dataset.url });
  },

  readPrivacy() {
    wx.openPrivacyContract({});
  },
});
