#pragma once

#include "engine/ai/masking.h"
#include "engine/ai/router.h"

namespace hs::ai {

/// Asks the router for a whole answer. What leaves the house (`Request::cloud`) does so without what the policy hides, which is put back
/// in the answer. `known`: values of the records that are hidden wherever they stand. In the router's thread; `done` as of Router::ask.
void askMasked(Router &router, Request request, const PrivacyPolicy &policy, std::vector<Masker::Known> known, std::stop_token cancel, Router::Done done);

} // namespace hs::ai
