#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/studio.h"
#include "engine/agents/text/lexicon.h"

// Nyra's scores. The tables are those of the house (domain reference, §1 "Nyra"). Pure; any thread.
namespace hs::agents {

struct Points {
    std::string rule;     ///< "intent: booking"
    double points = 0;
    std::string evidence; ///< the words or the field
};

struct GeneralScore {
    int score = 0; ///< 0 to 12
    std::string grade; ///< Excellent, High, Medium, Low, Very Low
    std::vector<Points> points;
};

/// E-mail well-formed 2, malformed 1; intent 3, 2 or 1; phone 2; urgency 2; budget 1; field 1; company 1.
[[nodiscard]] GeneralScore generalScore(const Lexicon &lexicon, std::string_view words, std::string_view email, std::string_view phone,
                                        std::string_view company);
[[nodiscard]] std::string gradeOf(int score);

/// What the business score looks at. Unknown numbers are -1.
struct BusinessFacts {
    bool collector = false, boughtBefore = false;
    bool artist = false, exhibited = false, strongPortfolio = false;
    bool wellnessClient = false, premium = false;
    int mailsOpened = -1, eventsAttended = -1;
    bool artistReferral = false, local = false;
    int staff = -1;
    double budget = -1;
    std::string industry; ///< as told
    std::string timeline; ///< now, month, quarter or empty
    std::string origin;   ///< referral, linkedin, website or empty
    bool decisionMaker = false;
    // by hand
    bool budgetConfirmed = false, immediateNeed = false, decisionMakerByHand = false;
    std::string interestByHand; ///< high, very high or empty
};

struct BusinessScore {
    double score = 0; ///< 0 to 100
    std::string path; ///< priority (from 85), qualified (from 75), nurture (from 40), low
    std::string table;///< gallery and wellness, consultancy, general
    std::vector<Points> points;
};

/// By the table of the entity's type; without one, the general score × 100 / 12.
[[nodiscard]] BusinessScore businessScore(std::string_view entityType, const BusinessFacts &facts, int general);
[[nodiscard]] std::string pathOf(double score);

/// Reads the facts from the contact, the answers of the form and the words.
[[nodiscard]] BusinessFacts businessFacts(const Contact &contact, const Json &answers, std::string_view words);

/// Hours until the answer and days until the check, as the grade promises (0: none).
struct FollowUp {
    int answerHours = 0;
    int checkDays = 0;
    bool tellOthers = false; ///< Grace and Liora are told
};
[[nodiscard]] FollowUp followUpOf(std::string_view grade, std::string_view path);

} // namespace hs::agents
