#pragma once

#include <vector>

#include "engine/api/runs.h"

namespace hs::ui {

/// Something a person may do to a run, with what it will do in words before it is done.
struct RunOffer {
    enum class Kind { Retry, StartAgain, Cancel };
    Kind kind = Kind::Retry;
    QString title;
    QString consequence; ///< one or two sentences
    QString icon;
    QString refused;     ///< why not now; empty: it is possible
    bool wantsReason = false;
};
/// All offers in the order in which they are shown, possible or not. Pure.
[[nodiscard]] std::vector<RunOffer> runOffers(const api::RunPage &run, api::Role role);
[[nodiscard]] const RunOffer *findOffer(const std::vector<RunOffer> &offers, RunOffer::Kind kind);

} // namespace hs::ui
