#include "engine/agents/sequences.h"

#include <algorithm>

namespace hs::agents {

std::vector<WorkflowSignal> sequencesOver(const Books &books, const View &view, const std::string &contact, std::string_view status)
{
    std::vector<WorkflowSignal> signals;
    for (const auto &instance : view.openInstances(contact)) {
        if (instance.definition != "nurture-sequence")
            continue;
        const auto *sequence = books.kinds.sequence(text(instance.context, "sequenceKind"));
        if (sequence && std::find(sequence->until.begin(), sequence->until.end(), status) != sequence->until.end())
            signals.push_back({instance.id, status == "Qualified Lead" ? "engaged" : "sequence_over", {{"status", status}}});
    }
    return signals;
}

} // namespace hs::agents
