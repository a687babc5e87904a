#include <cstdint>

#include "engine/workflow/machine.h"
#include "tests/fuzz/workflow/expect.h"

using namespace hs;
using namespace hs::workflow;

/// Any bytes as a definition: findings with a place in the text, or a machine that starts, stands its first events,
/// and reads back from its snapshot as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto parsed = parseDefinition(text, AgentCatalog::anything());
    bool sound = true;
    for (const Finding &finding : parsed.findings) {
        fuzz::expect(!finding.code.empty() && !finding.message.empty() && finding.line >= 1 && finding.column >= 1);
        sound = sound && finding.severity == Severity::Warning;
    }
    fuzz::expect(sound == (parsed.definition != nullptr));
    if (!parsed.definition)
        return 0;
    fuzz::expect(!checkPublished(*parsed.definition, text).has_value());
    Machine machine(*parsed.definition);
    if (!machine.start(nullptr, {}))
        return 0;
    for (const State &state : parsed.definition->states()) {
        for (const Transition &transition : state.transitions) {
            if (machine.status() == MachineStatus::Done)
                return 0;
            const Snapshot before = machine.snapshot();
            const std::string stored = dumpSnapshot(before);
            const auto read = parseSnapshot(stored);
            fuzz::expect(read.has_value() && dumpSnapshot(*read) == stored);
            const OrderedJson event = {{"type", transition.descriptor}};
            if (!machine.takeEvent(event, {}))
                fuzz::expect(machine.snapshot() == before);
        }
    }
    return 0;
}
