#include <iostream>
#include <string>

#include "engine/vocabulary/json.h"
#include "engine/workflow/trace.h"

// Reads one {"definition", "script"} a line and answers each with one line: {"trace": [lines]} or
// {"error": text}. The other side of compare_with_xstate.mjs.
int main()
{
    using hs::OrderedJson;
    std::string line;
    while (std::getline(std::cin, line)) {
        const auto request = OrderedJson::parse(line, nullptr, false);
        OrderedJson answer;
        if (request.is_discarded() || !request.contains("definition") || !request.contains("script")) {
            answer["error"] = "a request needs definition and script";
        } else if (const auto text = hs::workflow::trace(request["definition"].dump(), request["script"].dump())) {
            answer["trace"] = OrderedJson::array();
            for (std::size_t from = 0; from < text->size();) {
                const auto end = text->find('\n', from);
                answer["trace"].push_back(OrderedJson::parse(text->substr(from, end - from)));
                from = end + 1;
            }
        } else {
            answer["error"] = hs::describe(text.error());
        }
        std::cout << answer.dump() << std::endl;
    }
    return 0;
}
