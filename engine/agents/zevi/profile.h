#pragma once

#include <string>
#include <vector>

#include "engine/agents/studio.h"

// Who a contact is, and how they fit (domain reference, §1 "Zevi"). Pure; any thread.
namespace hs::agents {

struct Profile {
    std::string option;   ///< of Contacts & Profiles / Profile: "Artist"
    std::string rule;     ///< artist, wellness, workshop, event, collector, curator, media, vendor, visitor
    std::string evidence; ///< the word that decided, as a lemma's form; empty: none, a visitor
};

/// The first that fits: tag artist, creator, painter, sculptor; interest wellness, meditation, yoga, healing; workshop
/// in source or notes; event, exhibition there; tag collector, buyer; curator, gallery; media, press; vendor, supplier;
/// else visitor. Tags are the property and lines "Tags: …" of the notes, for the last three also job title, company and
/// type; interests are lines "Interest: …" of the notes. Whole words with their plurals, in any case.
[[nodiscard]] Profile profileOf(const Contact &contact);

/// Under 100 Budget, under 500 Standard, else Premium.
[[nodiscard]] std::string priceTierOf(double price);

struct FitPoints {
    std::string rule;
    double points = 0;
    std::string evidence;
};
struct Fit {
    int score = 0;         ///< 0 to 100
    std::string tier;      ///< vip from 70, premium from 40, else standard
    bool highValue = false;///< budget or lifetime value reaches the mark
    std::vector<FitPoints> points;
};
/// Budget at the mark of the business 40, at half of it 20; lifetime value at the mark 20, above nothing 10; tier or tag
/// VIP 25, premium 15; Lead Score × 0.15 (at most 15). Added up and rounded.
[[nodiscard]] Fit fitOf(const Contact &contact, double budget, double mark);

} // namespace hs::agents
