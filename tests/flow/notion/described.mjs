// Holds every request of a log (JSON lines of the fake) against the OpenAPI description of its API that Notion publishes within
// @notionhq/notion-mcp-server. Ends with 77 (skipped) where HS_NOTION_JS_DIR names no folder whose node_modules holds that, ajv and
// ajv-formats.
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join, resolve } from "node:path"

const modules = resolve(process.env.HS_NOTION_JS_DIR ?? "", "node_modules")
const file = join(modules, "@notionhq/notion-mcp-server/scripts/notion-openapi.json")
if (!process.env.HS_NOTION_JS_DIR || ![file, join(modules, "ajv"), join(modules, "ajv-formats")].every((each) => existsSync(each))) {
  console.log("skipped: HS_NOTION_JS_DIR names no folder with @notionhq/notion-mcp-server, ajv and ajv-formats")
  process.exit(77)
}
const load = createRequire(join(modules, "described.mjs"))
const { Ajv2020 } = load("ajv/dist/2020")
const addFormats = load("ajv-formats").default
const description = JSON.parse(readFileSync(file, "utf8"))
// Schemas of 3.1 are those of JSON Schema 2020-12: null is a type, nothing is "nullable", and a discriminator only gives a hint.
if (!description.openapi.startsWith("3.1.")) throw new Error(`schemas of OpenAPI ${description.openapi} are of another dialect`)

const only = (properties, required = Object.keys(properties)) => ({ type: "object", properties, required, additionalProperties: false })
const inDescription = (place) => ({ $ref: "notion#" + encodeURI(place) })
const uuid = { type: "string", format: "uuid" }
const texts = { type: "array", items: inDescription("/components/schemas/richTextRequest") }

// What Notion's reference documents although the description refuses it, which is one of 2025-09-03 and leaves much out. The part at
// that place has to be of the reference's form instead. An entry that no request needs has to go.
const documented = [
  {
    // "Create a database": the description has nothing that makes one, and its "Create a data source" wants a page as the parent.
    endpoint: "POST /v1/databases",
    at: "",
    form: {
      type: "object",
      required: ["header", "body"],
      properties: {
        query: only({}),
        header: only({ "Notion-Version": { type: "string" } }),
        body: only({
          parent: only({ type: { const: "page_id" }, page_id: uuid }),
          title: texts,
          description: texts,
          initial_data_source: only({ properties: { type: "object", additionalProperties: { type: "object", minProperties: 1 } } }),
        }),
      },
    },
  },
  {
    // "Create a page": the parent is a data source since 2025-09-03; the description still says database.
    endpoint: "POST /v1/pages",
    at: "/body/parent",
    form: only({ type: { const: "data_source_id" }, data_source_id: uuid }),
  },
  {
    // "Create a page" takes blocks; the description has strings here, and its blocks only where they are appended.
    endpoint: "POST /v1/pages",
    at: "/body/children",
    form: { type: "array", maxItems: 100, items: inDescription("/components/schemas/blockObjectRequest") },
  },
  {
    // "Query a data source" sorts by a property or a timestamp; the description knows only of the property.
    endpoint: "POST /v1/data_sources/{data_source_id}/query",
    at: "/body/sorts",
    form: {
      type: "array",
      items: only({ timestamp: { enum: ["created_time", "last_edited_time"] }, direction: { enum: ["ascending", "descending"] } }),
    },
  },
]

// Strict: what stands in a schema and nobody would check ends the test. The description becomes one schema, so that its parts are found
// by their places; what it has beside schemas says nothing about a value. "json" is a format that it invented.
function validator(coerceTypes) {
  const ajv = addFormats(new Ajv2020({ strict: true, strictTypes: false, allErrors: true, coerceTypes, formats: { json: true } }))
  ajv.addVocabulary(["discriminator", "example", "externalDocs", "xml", ...Object.keys(description)])
  return ajv.addSchema(description, "notion")
}
const ofParameters = validator("array") // they are all text, and one value may be a list
const ofBodies = validator(false)

const pointer = (...names) => names.map((name) => "/" + String(name).replaceAll("~", "~0").replaceAll("/", "~1")).join("")
const plain = (name) => name.replaceAll("~1", "/").replaceAll("~0", "~")
const valueAt = (root, place) => place.split("/").slice(1).reduce((value, name) => value?.[plain(name)], root)

// Paths without a variable go first, as OpenAPI has it: "me" is nobody's id.
const templates = Object.keys(description.paths).sort((a, b) => a.includes("{") - b.includes("{"))
function endpointOf(method, path) {
  for (const template of templates.filter((each) => description.paths[each][method])) {
    const found = new RegExp("^" + template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)") + "$").exec(path)
    const variables = Object.entries(found?.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
    if (found) return { template, variables: Object.fromEntries(variables) }
  }
  return { template: path, variables: {} }
}

const compiled = new Map()
function checksOf(template, method) {
  const place = pointer("paths", template, method)
  if (!compiled.has(place)) {
    const { parameters, requestBody } = valueAt(description, place)
    const kinds = { path: only({}), query: only({}), header: only({}) }
    parameters.forEach((each, index) => {
      const where = each.$ref?.slice(1) ?? place + pointer("parameters", index)
      const { name, in: kind, required } = valueAt(description, where)
      kinds[kind].properties[name] = inDescription(where + "/schema")
      if (required || name === "Notion-Version") kinds[kind].required.push(name) // the description has it optional; Notion has not
    })
    // The schemas are open, but a member that they do not name is refused: nobody says that Notion takes it.
    const body = requestBody && { ...inDescription(place + "/requestBody/content/application~1json/schema"), unevaluatedProperties: false }
    const whole = only(body ? { body } : {}, requestBody?.required ? ["body"] : [])
    compiled.set(place, [ofParameters.compile({ type: "object", properties: kinds }), ofBodies.compile(whole)])
  }
  return compiled.get(place)
}

const told = (errors, at = "") =>
  errors.map(({ instancePath, params, message }) => {
    const unknown = params.additionalProperty ?? params.unevaluatedProperty
    return { at: at + instancePath + (unknown === undefined ? "" : pointer(unknown)), message }
  })

function refusalsBy(request, template, method) {
  if (!description.paths[template]?.[method]) return [{ at: "", message: "the description has no such endpoint" }]
  const { body, ...parameters } = structuredClone(request) // the values of parameters are converted where they stand
  const parts = [parameters, body === undefined ? {} : { body }]
  return checksOf(template, method).flatMap((fits, index) => (fits(parts[index]) ? [] : told(fits.errors)))
}

const seen = new Set()
const needed = new Set()
let failures = 0
for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const { method, path, version, body } = JSON.parse(line)
  const key = JSON.stringify([method, path, version, body])
  if (seen.has(key)) continue
  seen.add(key)
  const url = new URL(path, "http://notion")
  const { template, variables } = endpointOf(method.toLowerCase(), url.pathname)
  const request = { path: variables, query: {}, header: version ? { "Notion-Version": version } : {}, ...(body === null ? {} : { body }) }
  for (const name of url.searchParams.keys()) {
    const values = url.searchParams.getAll(name)
    request.query[name] = values.length === 1 ? values[0] : values
  }
  const refusals = []
  const excused = new Set()
  for (const refusal of refusalsBy(request, template, method.toLowerCase())) {
    const within = (at) => refusal.at === at || (at !== "" && refusal.at.startsWith(at + "/"))
    const entry = documented.find(({ endpoint, at }) => endpoint === `${method} ${template}` && within(at))
    if (entry) excused.add(entry)
    else refusals.push(refusal)
  }
  for (const entry of excused) {
    needed.add(entry)
    if (!ofBodies.validate(entry.form, valueAt(request, entry.at))) refusals.push(...told(ofBodies.errors, entry.at))
  }
  refusals.forEach(({ at, message }) => console.error(`refused: ${method} ${path} ${at || "/"}: ${message}`))
  failures += refusals.length
}
for (const { endpoint, at } of documented.filter((each) => !needed.has(each))) {
  console.error(`no request needs the exception of ${endpoint} ${at || "/"}`)
  ++failures
}
console.log(`${seen.size} different requests, ${needed.size} exceptions that the reference documents, ${failures} failures`)
process.exit(failures > 0 ? 1 : 0)
