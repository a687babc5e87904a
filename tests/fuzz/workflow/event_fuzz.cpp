#include <cstdint>

#include "engine/workflow/machine.h"
#include "engine/workflow/ordered_parse.h"
#include "tests/fuzz/workflow/expect.h"

using namespace hs;
using namespace hs::workflow;

namespace {

constexpr auto Text = R"({
  "id": "m", "version": "1.0.0", "context": {"n": 0, "last": null, "list": []},
  "setup": {"delays": {"later": {"var": "event.delay"}}, "actions": {"note": {"agent": "ruvo", "command": "notify"}}},
  "type": "parallel",
  "on": {"*": {"actions": [{"type": "assign", "params": {"assignment": {"last": {"var": "event"}, "n": {"+": [{"var": "context.n"}, {"var": "event.n"}]},
    "list": {"merge": [{"var": "event.list"}, {"var": "event.type"}]}}}}, {"type": "note", "params": {"what": {"cat": ["got ", {"var": "event"}]}}}]}},
  "states": {
    "a": {"initial": "x", "states": {"x": {"on": {"go": {"guard": {"type": "jsonlogic", "params": {"rule": {">": [{"var": "event.n"}, {"var": "context.n"}]}}}, "target": "y"}}},
      "y": {"after": {"later": "x"}, "on": {"go.*": "x"}}}},
    "b": {"on": {"say": {"actions": {"type": "raise", "params": {"event": {"type": {"cat": [{"var": "event.word"}]}, "n": {"var": "event.n"}}}}}}}
  }
})";

} // namespace

/// Any JSON as an event, again and again: the machine takes it, refuses it or is as it was before; what it keeps can
/// be written and read; and the other way to step it says the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const auto definition = parseDefinition(Text, AgentCatalog::anything()).definition;
    fuzz::expect(definition != nullptr);
    const auto event = parseOrdered({reinterpret_cast<const char *>(data), size});
    if (!event)
        return 0;
    Machine machine(*definition);
    fuzz::expect(machine.start(event->is_object() ? *event : OrderedJson(), {}).has_value());
    for (int i = 0; i < 4; ++i) {
        const Snapshot before = machine.snapshot();
        const auto read = parseSnapshot(dumpSnapshot(before));
        fuzz::expect(read.has_value());
        const auto stored = step(*definition, *read, EventInput{*event}, {});
        const bool taken = machine.takeEvent(*event, {}).has_value();
        fuzz::expect(taken == stored.has_value());
        fuzz::expect(dumpSnapshot(machine.snapshot()) == dumpSnapshot(taken ? stored->snapshot : before));
    }
    return 0;
}
