import { Counter, Histogram } from "prom-client";
import type { WechatCall } from "../../wechat/index.ts";
import { fastBuckets, type Registry } from "./registry.ts";

/** Calls to WeChat by endpoint and result: the errcode, 0, or why there was no response. */
export function createWechatMetrics(registry: Registry) {
  const registers = [registry];
  const calls = new Counter({
    name: "saoma_wechat_calls_total",
    help: "Calls to WeChat; errcode 0 is success; timeout, connection and answer: there was no usable response",
    labelNames: ["source", "endpoint", "errcode"],
    registers,
  });
  const took = new Histogram({
    name: "saoma_wechat_call_seconds",
    help: "Response time of WeChat",
    labelNames: ["endpoint"],
    buckets: fastBuckets,
    registers,
  });
  return {
    called(source: string, { endpoint, result, ms }: WechatCall): void {
      calls.inc({ source, endpoint, errcode: String(result) });
      took.observe({ endpoint }, ms / 1000);
    },
  };
}
