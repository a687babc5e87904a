// How many pages of Notion's are read a second on one core: `bench_notion_pages [seconds]`.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "engine/notion/page.h"
#include "tests/unit/notion/sample_pages.h"
#include "tests/unit/records/shipped_hub.h"

using namespace hs;
using namespace hs::notion;

int main(int argc, char **argv)
{
    const auto hub = shippedHub();
    if (!hub)
        return 1;
    const auto *contacts = *hub->find("contacts-profiles");
    const test::EveryoneKnown directory;
    const auto schema = test::schemaOf(*hub, *contacts);
    const PropertyMap map(*hub, *contacts, schema, test::everySource(*hub));
    Json results = Json::array();
    for (int i = 0; i < 100; ++i)
        results.push_back(test::pageOf(schema, *contacts, i));
    const auto body = dump({{"object", "list"}, {"results", results}, {"has_more", false}, {"next_cursor", nullptr}});
    const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
    const auto begin = std::chrono::steady_clock::now();
    std::size_t pages = 0;
    double took = 0;
    while (took < seconds) {
        const auto list = parseQuery(body, map, directory);
        if (!list || list->pages.size() != 100)
            return 1;
        pages += list->pages.size();
        took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    const auto sample = parseQuery(body, map, directory);
    std::printf("%zu bytes a page, %zu values: %.0f pages a second\n", body.size() / 100, sample->pages.front().fields.size(),
                double(pages) / took);
    return 0;
}
