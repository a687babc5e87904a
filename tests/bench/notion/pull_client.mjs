// The yardstick of the first pull: the official JavaScript client reads every page of some data sources and keeps it in SQLite, a
// transaction an answer, three data sources at a time as the console does.
// Usage: pull_client.mjs JS_DIR URL TOKEN FILE DATA_SOURCE...
import { createRequire } from "node:module"
import { join } from "node:path"

const [folder, url, token, file, ...sources] = process.argv.slice(2)
const require = createRequire(join(folder, "package.json"))
const { Client, isFullPage } = require("@notionhq/client")
const { Database } = require("node-sqlite3-wasm")

const notion = new Client({ auth: token, baseUrl: url, notionVersion: "2026-03-11" })
const db = new Database(file)
db.exec("PRAGMA journal_mode=DELETE; PRAGMA synchronous=NORMAL")
db.exec("CREATE TABLE pages(id TEXT PRIMARY KEY, source TEXT, edited TEXT, properties TEXT)")
const insert = db.prepare("INSERT OR REPLACE INTO pages VALUES(?, ?, ?, ?)")
let pages = 0
const began = performance.now()
const waiting = [...sources]
async function reader() {
  for (let source = waiting.shift(); source; source = waiting.shift()) {
    let cursor = undefined
    do {
      const answer = await notion.dataSources.query({ data_source_id: source, start_cursor: cursor, page_size: 100, sorts: [{ timestamp: "last_edited_time", direction: "ascending" }] })
      db.exec("BEGIN")
      for (const page of answer.results)
        if (isFullPage(page)) {
          insert.run([page.id, source, page.last_edited_time, JSON.stringify(page.properties)])
          ++pages
        }
      db.exec("COMMIT")
      cursor = answer.has_more ? answer.next_cursor : undefined
    } while (cursor)
  }
}
await Promise.all([reader(), reader(), reader()])
const seconds = (performance.now() - began) / 1000
console.log(JSON.stringify({ pages, seconds, rss_kb: process.resourceUsage().maxRSS }))
