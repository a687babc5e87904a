#include "engine/runtime/run_traces.h"

#include "engine/store/tables/run_traces.h"

namespace hs::runtime::runs {

void keepFailedTry(Deed &deed, const store::workflows::Invocation &task, const Json &result, std::optional<Timestamp> again)
{
    if (task.invoke.empty())
        return; // a command that nobody waits for has no place in the run
    const Json &error = member(result, "error");
    store::runs::addFailedTry(deed.tx, {task.key, task.attempt + 1, task.nextTry.value_or(task.createdAt), deed.now, text(error, "name"),
                                        text(error, "message"), again});
}

} // namespace hs::runtime::runs
