#include "engine/runtime/run_traces.h"

#include "engine/store/tables/run_traces.h"

namespace hs::runtime::runs {

void keepFailedTry(Deed &deed, const store::workflows::Invocation &task, const std::string &error, const std::string &message)
{
    store::runs::FailedTry failed;
    failed.task = task.key;
    failed.attempt = task.attempt + 1;
    failed.began = task.nextTry.value_or(task.createdAt);
    failed.failed = deed.now;
    failed.error = error;
    failed.message = message;
    if (const auto next = store::workflows::invocation(deed.tx, task.key))
        failed.again = next->nextTry;
    store::runs::addFailedTry(deed.tx, failed);
}

} // namespace hs::runtime::runs
