#pragma once

#include <string>
#include <string_view>

#include "engine/vocabulary/clock.h"

// Solari's tables and numbers (domain reference, §1 "Solari" and §5). Pure; any thread.
namespace hs::agents {

inline constexpr std::chrono::minutes SlotStep{15};
inline constexpr std::chrono::hours FreeChange{48};     ///< before the start; later a person decides
inline constexpr std::chrono::hours HoldLapses{48};     ///< an unconfirmed hold
inline constexpr std::chrono::hours ReservationLapses{72}; ///< of an artwork
inline constexpr std::int64_t LowStock = 5;             ///< fewer: restock task
inline constexpr double CommissionRate = 0.40;          ///< of an artwork's price

/// pending > new_booking, approved > payment_pending, paid > payment_confirmed,
/// canceled, rejected, no_show > canceled; empty: unknown, the state stays.
[[nodiscard]] std::string bookingStateOf(std::string_view status);

/// WooCommerce: pending, on-hold > payment_pending, processing > sold, completed > delivered,
/// refunded > returned, cancelled, failed > canceled; empty: unknown, the state stays.
[[nodiscard]] std::string orderStateOf(std::string_view status);

struct RefundVerdict {
    bool within = true;
    std::string rule; ///< a sentence: why a person decides; empty when within
};
/// Over the entity's limit, or over a tenth of the lifetime value when above 100: a person decides.
[[nodiscard]] RefundVerdict refundVerdict(double amount, double limit, double lifetimeValue, double share, double shareAbove);

struct StockChange {
    std::int64_t before = 0, after = 0;
    std::string status; ///< new Status; empty: it stays
    bool restock = false; ///< make a task: the stock fell below five, or to nothing
};
/// `status` is the product's present one. A count never falls below 0.
[[nodiscard]] StockChange stockChange(std::int64_t before, std::int64_t after, std::string_view status);

/// Whether a booking may be changed free of charge at `now`.
[[nodiscard]] bool isFreeToChange(Timestamp startsAt, Timestamp now);

struct Commission {
    double commission = 0, artist = 0;
};
[[nodiscard]] Commission commissionOf(double price, double rate = CommissionRate); ///< rounded to cents

} // namespace hs::agents
