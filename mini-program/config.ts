/** Where your Saoma is reached. Its host goes into the console's list of request domains (request 合法域名). */
export const service = "https://login.example.com";

/** The id of the application that `pages/account` signs people in to. */
export const application = "shop";
