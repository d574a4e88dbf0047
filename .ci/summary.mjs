// Reads Surefire's reports and prints what ran, what was skipped and why, then one closing line.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const [home, started] = process.argv.slice(2);
const sum = { tests: 0, failures: 0, errors: 0, skipped: 0 };
const skips = [];
for (const module of ["metadata", "broker-engine", "gateway", "app-desktop"]) {
  const folder = join(home, module, "target", "surefire-reports");
  let files = [];
  try {
    files = readdirSync(folder).filter((f) => f.startsWith("TEST-") && f.endsWith(".xml"));
  } catch {
    continue; // the run ended before this module's tests
  }
  for (const file of files) {
    if (statSync(join(folder, file)).mtimeMs < started * 1000) continue; // of an earlier run
    const xml = readFileSync(join(folder, file), "utf8");
    const suite = xml.match(/<testsuite [^>]*>/s)?.[0] ?? "";
    for (const key of Object.keys(sum)) sum[key] += Number(suite.match(new RegExp(` ${key}="(\\d+)"`))?.[1] ?? 0);
    // The reason is an attribute, or for an assumption that does not hold the first line of the text.
    const skipped =
      /<testcase name="([^"]*)" classname="([^"]*)"[^>]*>\s*<skipped(?: type="[^"]*")?(?: message="([^"]*)")?[^>]*>(?:<!\[CDATA\[(?:[\w.]*: )?(?:Assumption failed: )?([^\n\]]*))?/g;
    for (const m of xml.matchAll(skipped))
      skips.push(`  ${m[2].split(".").pop()}.${m[1]}: ${m[3] ?? m[4] ?? "no reason given"}`);
  }
}
if (skips.length) console.log(`Skipped, with reasons:\n${skips.join("\n")}`);
const failed = sum.failures + sum.errors;
const minutes = ((Date.now() / 1000 - started) / 60).toFixed(1);
console.log(`Whole run: ${minutes} minutes`);
console.log(`${sum.tests - failed - sum.skipped} passed, ${failed} failed, ${sum.skipped} skipped`);
