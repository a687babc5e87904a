#include <cstdint>
#include <cstdlib>

#include "engine/notion/content.h"
#include "engine/notion/foreign.h"
#include "engine/notion/lists.h"
#include "engine/vocabulary/utf8.h"
#include "tests/unit/notion/sample_pages.h"
#include "tests/unit/records/shipped_hub.h"

using namespace hs;
using namespace hs::notion;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

struct Known {
    records::Hub hub = shippedHub().value();
    const records::Database &database = **hub.find("contacts-profiles");
    RemoteSchema schema = test::schemaOf(hub, database);
    PropertyMap map{hub, database, schema, test::everySource(hub)};
    test::EveryoneKnown directory;
};

void checkPage(const Page &page, const Known &known)
{
    check(page.id.size() == 32);
    for (const auto &[name, value] : page.fields.items()) {
        const auto *property = known.database.find(name);
        check(property && records::normaliseValue(*property, value) == Result<Json>(value));
    }
    for (const auto &note : page.notes) {
        check(isUtf8(note.reading.why));
        check(!note.reading.foreign || (note.reading.value.is_null() && parseJson(note.reading.raw, 1024).has_value()));
    }
    for (const auto &extra : page.extras)
        check(isUtf8(readableText(extra.raw)));
}

} // namespace

/// Input: an answer of Notion's, read as each kind of answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Known known;
    const std::string_view body(reinterpret_cast<const char *>(data), size);
    if (const auto page = parsePage(body, known.map, known.directory))
        checkPage(*page, known);
    if (const auto list = parseQuery(body, known.map, known.directory))
        for (const auto &page : list->pages)
            checkPage(page, known);
    if (const auto schema = parseDataSource(body)) {
        const PropertyMap map(known.hub, known.database, *schema, test::everySource(known.hub));
        static_cast<void>(dump(compare(known.hub, known.database, *schema, test::everySource(known.hub)).patch));
    }
    static_cast<void>(parseDatabase(body));
    static_cast<void>(parsePropertyItems(body));
    static_cast<void>(parseUsers(body));
    static_cast<void>(parseSearch(body));
    if (const auto blocks = parseBlocks(body))
        check(isUtf8(toText(blocks->blocks)));
    static_cast<void>(toBlocks(body).dump()); // strict: throws on anything that is not UTF-8
    return 0;
}
