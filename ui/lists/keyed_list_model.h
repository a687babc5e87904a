#pragma once

#include <QAbstractListModel>

#include "ui/lists/keyed_rows.h"

namespace hs::ui {

/// Keyed rows as a list of one column.
template <typename Row>
class KeyedListModel : public KeyedRows<Row, QAbstractListModel> {
public:
    using KeyedRows<Row, QAbstractListModel>::KeyedRows;
};

} // namespace hs::ui
