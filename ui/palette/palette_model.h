#pragma once

#include <functional>
#include <vector>

#include <QAbstractListModel>
#include <QKeySequence>

namespace hs::ui {

/// One thing that the palette can do.
struct PaletteItem {
    QString key;      ///< for recency: "action:escalations.claim", "thread:thr_…"
    QString group;    ///< translated heading
    int groupOrder = 0;
    QString text;
    QString keywords; ///< also searched, not shown
    QString detail;   ///< grey, behind the text
    QString icon;
    QString shortcut; ///< native text
    bool enabled = true;
    QString reason;   ///< why not, when disabled
    std::function<void()> run;
};

/// Rows of the palette: headings and items. Local items are ranked at once;
/// records come later and are always put below, so they never move a row.
class PaletteModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { HeadingRole = Qt::UserRole + 1, DetailRole, IconRole, ShortcutRole, PositionsRole, ReasonRole };

    using QAbstractListModel::QAbstractListModel;

    /// Items that match `pattern`, best first within their group; groups by their
    /// best hit where something is typed, else by order. `recent`: keys, newest first.
    void setLocal(const std::vector<PaletteItem> &items, const QString &pattern, const QStringList &recent);
    /// Replaces the rows below the local ones.
    void setRecords(const std::vector<PaletteItem> &items);

    [[nodiscard]] const PaletteItem *itemAt(int row) const; ///< null for headings
    [[nodiscard]] int firstItem() const;  ///< -1: none
    /// The next or previous item from a row, around the ends.
    [[nodiscard]] int step(int row, int direction) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    static constexpr int MaxPerGroup = 8;

private:
    struct Row {
        QString heading; ///< not empty: a heading
        PaletteItem item;
        QList<int> positions;
    };
    static void appendGroup(std::vector<Row> &rows, const std::vector<Row> &items);

    std::vector<Row> m_rows;
    std::size_t m_local = 0; ///< how many rows are local
};

} // namespace hs::ui
