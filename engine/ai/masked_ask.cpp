#include "engine/ai/masked_ask.h"

#include <memory>
#include <utility>

namespace hs::ai {

void askMasked(Router &router, Request request, const PrivacyPolicy &policy, std::vector<Masker::Known> known, std::stop_token cancel, Router::Done done)
{
    const auto masker = std::make_shared<Masker>(policy, std::move(known));
    if (request.cloud)
        masker->mask(request);
    router.ask(std::move(request), std::move(cancel), {}, [masker, done = std::move(done)](Result<Answer> answer) {
        if (answer)
            masker->unmask(*answer);
        done(std::move(answer));
    });
}

} // namespace hs::ai
