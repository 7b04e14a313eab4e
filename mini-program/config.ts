/** Where your Saoma is reached. Its host goes into the console's list of request domains (request 合法域名). */
export const service = "https://login.example.com";
