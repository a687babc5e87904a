#pragma once

#include <QHash>
#include <QRect>
#include <QStringList>

#include "ui/conversations/message_text.h"
#include "ui/conversations/thread_model.h"
#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// What a person can do with a message that has not gone out, in order.
enum class DeliveryAct { SendNow, Undo, Discard };
[[nodiscard]] QList<DeliveryAct> deliveryActs(const api::ThreadItem &item);
[[nodiscard]] QString deliveryActText(DeliveryAct act);

/// Where the parts of one item lie, as if reading ran from left to right, with
/// the row's top left at (0, 0). Painting, measuring and hit-testing share it.
struct ItemPlaces {
    QRect avatar;
    QRect head;      ///< name and time
    QRect bubble;
    QRect text;      ///< of the document, within the bubble
    QRect input;     ///< of an opened tool call
    QRect output;
    QRect footer;    ///< delivery state
    QRect buttons;   ///< room for the delivery's buttons
    bool trailing = false; ///< agent and colleague stand on the far side
    int height = 0;
};

/// Lays out the items of a conversation. Texts are cached by content and width.
class ItemLayouter {
public:
    ItemLayouter(ViewContext &context, const Directory &directory);

    [[nodiscard]] ItemPlaces places(const api::ThreadItem &item, int width, bool open, Qt::LayoutDirection direction);
    [[nodiscard]] QTextDocument &document(const api::ThreadItem &item, int width, Qt::LayoutDirection direction);
    [[nodiscard]] QTextDocument &data(const QString &text, int width) { return m_cache.plain(text, width); }
    /// The delivery state in words; empty for items without one.
    [[nodiscard]] QString footerText(const api::ThreadItem &item) const;
    [[nodiscard]] QString headText(const api::ThreadItem &item) const;

    /// Why an outbox effect waits or failed, by its id.
    void setReasons(QHash<QString, QString> reasons) { m_reasons = std::move(reasons); }
    [[nodiscard]] static QString toolInput(const api::ThreadItem &item);
    [[nodiscard]] static QString toolOutput(const api::ThreadItem &item);

private:
    ViewContext &m_context;
    const Directory &m_directory;
    MessageCache m_cache;
    QHash<QString, QString> m_reasons;
};

} // namespace hs::ui
