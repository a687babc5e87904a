// Has the official JavaScript client's types judge every request of a log (JSON lines of the fake): each becomes a constant of the
// parameter type of its endpoint, and TypeScript checks them all. Ends with 77 (skipped) where HS_NOTION_JS_DIR names no folder whose
// node_modules holds @notionhq/client and typescript.
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const folder = process.env.HS_NOTION_JS_DIR ?? ""
const [logFile] = process.argv.slice(2)
if (!existsSync(join(folder, "node_modules/@notionhq/client")) || !existsSync(join(folder, "node_modules/typescript"))) {
  console.log("skipped: HS_NOTION_JS_DIR names no folder with @notionhq/client and typescript")
  process.exit(77)
}

const endpoints = [
  ["GET", /^\/v1\/users\/me$/, "GetSelfParameters", []],
  ["GET", /^\/v1\/users$/, "ListUsersParameters", []],
  ["POST", /^\/v1\/databases$/, "CreateDatabaseParameters", []],
  ["GET", /^\/v1\/databases\/([^/]+)$/, "GetDatabaseParameters", ["database_id"]],
  ["GET", /^\/v1\/data_sources\/([^/]+)$/, "GetDataSourceParameters", ["data_source_id"]],
  ["PATCH", /^\/v1\/data_sources\/([^/]+)$/, "UpdateDataSourceParameters", ["data_source_id"]],
  ["POST", /^\/v1\/data_sources\/([^/]+)\/query$/, "QueryDataSourceParameters", ["data_source_id"]],
  ["POST", /^\/v1\/pages$/, "CreatePageParameters", []],
  ["GET", /^\/v1\/pages\/([^/]+)$/, "GetPageParameters", ["page_id"]],
  ["PATCH", /^\/v1\/pages\/([^/]+)$/, "UpdatePageParameters", ["page_id"]],
  ["GET", /^\/v1\/pages\/([^/]+)\/properties\/([^/]+)$/, "GetPagePropertyParameters", ["page_id", "property_id"]],
  ["GET", /^\/v1\/blocks\/([^/]+)\/children$/, "ListBlockChildrenParameters", ["block_id"]],
  ["PATCH", /^\/v1\/blocks\/([^/]+)\/children$/, "AppendBlockChildrenParameters", ["block_id"]],
]
const listed = new Set(["filter_properties"])
const numbers = new Set(["page_size"])

let source = 'import type * as api from "@notionhq/client"\nimport type * as ends from "@notionhq/client/build/src/api-endpoints"\n'
let count = 0
const unknown = []
const seen = new Set()
for (const line of readFileSync(logFile, "utf8").split("\n").filter(Boolean)) {
  const request = JSON.parse(line)
  const url = new URL(request.path, "http://notion")
  const end = endpoints.find(([method, path]) => method === request.method && path.test(url.pathname))
  if (!end) {
    unknown.push(request.method + " " + request.path)
    continue
  }
  const [, path, type, names] = end
  const values = path.exec(url.pathname).slice(1)
  const parameters = { ...(request.body ? (typeof request.body === "string" ? JSON.parse(request.body) : request.body) : {}) }
  names.forEach((name, index) => (parameters[name] = values[index]))
  for (const [name, value] of url.searchParams) {
    if (listed.has(name)) (parameters[name] ??= []).push(value)
    else parameters[name] = numbers.has(name) ? Number(value) : value
  }
  const text = JSON.stringify(parameters)
  if (seen.has(type + text)) continue
  seen.add(type + text)
  source += type === "GetSelfParameters" ? "" : `export const r${count}: ends.${type} = ${text}\n`
  ++count
}
const place = mkdtempSync(join(folder, "accepts-"))
try {
  writeFileSync(join(place, "requests.ts"), source)
  execFileSync(process.execPath, [join(folder, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "bundler", "--module", "es2022", "--target", "es2022", join(place, "requests.ts")], { stdio: "inherit" })
} finally {
  rmSync(place, { recursive: true })
}
if (unknown.length > 0) {
  console.error("requests of endpoints that are not known here:\n" + unknown.join("\n"))
  process.exit(1)
}
console.log(`${count} different requests are accepted by the types of the official client`)
