#include "engine/embedding/latent.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>
#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

namespace hs::embedding {

namespace {

constexpr int PowerIterations = 4;
constexpr Eigen::Index Spare = 16;   ///< vectors of the sketch beyond those that are kept
constexpr Eigen::Index Panel = 32;   ///< columns that are multiplied at once: a line of them stays in registers
constexpr Eigen::Index GramRows = 256;
constexpr double NoDirection = 1e-11; ///< of the largest eigenvalue of a Gram matrix: what is smaller is noise of float

using Tall = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Line = Eigen::Map<Eigen::Array<float, Panel, 1>>;
using ConstLine = Eigen::Map<const Eigen::Array<float, Panel, 1>>;

/// Signs for the sketch: SplitMix64 (Steele, Lea and Flood 2014), whose bits are the same everywhere.
class SignsOf {
public:
    float next()
    {
        if (m_left == 0) {
            std::uint64_t mixed = m_state += 0x9E37'79B9'7F4A'7C15U;
            mixed = (mixed ^ mixed >> 30) * 0xBF58'476D'1CE4'E5B9U;
            mixed = (mixed ^ mixed >> 27) * 0x94D0'49BB'1331'11EBU;
            m_bits = mixed ^ mixed >> 31;
            m_left = 64;
        }
        const bool up = (m_bits & 1) != 0;
        m_bits >>= 1;
        --m_left;
        return up ? 1.0F : -1.0F;
    }

private:
    std::uint64_t m_state = 0x68'7367'7261'7068, m_bits = 0;
    int m_left = 0;
};

/// out = matrix · panel; both `Panel` wide.
void timesPanel(const SparseMatrix &matrix, const float *panel, float *out, Eigen::Index outStride)
{
    for (std::size_t row = 0; row < matrix.rows(); ++row) {
        Eigen::Array<float, Panel, 1> sum = Eigen::Array<float, Panel, 1>::Zero();
        for (std::uint64_t i = matrix.starts[row]; i < matrix.starts[row + 1]; ++i)
            sum += matrix.values[i] * ConstLine(panel + std::size_t(matrix.column[i]) * std::size_t(Panel));
        Line(out + std::size_t(outStride) * row) = sum;
    }
}

/// out += matrixᵀ · in
void transposedTimesPanel(const SparseMatrix &matrix, const float *in, Eigen::Index inStride, float *out, Eigen::Index outStride)
{
    for (std::size_t row = 0; row < matrix.rows(); ++row) {
        const Eigen::Array<float, Panel, 1> line = ConstLine(in + std::size_t(inStride) * row);
        for (std::uint64_t i = matrix.starts[row]; i < matrix.starts[row + 1]; ++i)
            Line(out + std::size_t(matrix.column[i]) * std::size_t(outStride)) += matrix.values[i] * line;
    }
}

/// tallᵀ · tall, in double, since its small eigenvalues count.
Eigen::MatrixXd gramOf(const Tall &tall)
{
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(tall.cols(), tall.cols());
    for (Eigen::Index from = 0; from < tall.rows(); from += GramRows) {
        const Eigen::MatrixXd part = tall.middleRows(from, std::min(GramRows, tall.rows() - from)).transpose().cast<double>();
        gram.selfadjointView<Eigen::Lower>().rankUpdate(part);
    }
    return gram;
}

/// Columns that span the same and are of length 1 and at right angles, as good as float gives it; directions that are none are left zeros.
/// False: nothing is left.
bool makeOrthonormal(Tall &tall)
{
    Eigen::MatrixXd gram = gramOf(tall);
    const double largest = gram.diagonal().maxCoeff();
    if (!(largest > 0) || !std::isfinite(largest))
        return false;
    const Eigen::LLT<Eigen::MatrixXd> cholesky(gram);
    const Eigen::MatrixXd lower = cholesky.matrixL();
    const double least = lower.diagonal().minCoeff();
    if (cholesky.info() == Eigen::Success && least * least > NoDirection * largest) {
        const Eigen::MatrixXf factor = lower.cast<float>();
        factor.triangularView<Eigen::Lower>().transpose().solveInPlace<Eigen::OnTheRight>(tall);
        return true;
    }
    // Passages that are alike, or fewer than the sketch has vectors.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram);
    if (solver.info() != Eigen::Success)
        return false;
    Eigen::MatrixXd factors = solver.eigenvectors();
    const double top = solver.eigenvalues().maxCoeff();
    for (Eigen::Index i = 0; i < factors.cols(); ++i) {
        const double value = solver.eigenvalues()[i];
        factors.col(i) *= value > NoDirection * top ? 1.0 / std::sqrt(value) : 0.0;
    }
    const Eigen::MatrixXf turn = factors.cast<float>();
    for (Eigen::Index from = 0; from < tall.rows(); from += GramRows) {
        const Eigen::Index count = std::min(GramRows, tall.rows() - from);
        const Tall part = tall.middleRows(from, count) * turn;
        tall.middleRows(from, count) = part;
    }
    return true;
}

/// The terms' vectors from `tall` (terms by sketch), `factors` of which turn it into singular vectors; as bytes, a row at a time.
RightVectors asBytes(const Tall &tall, const Eigen::MatrixXf &factors)
{
    const Eigen::Index dimensions = factors.cols();
    RightVectors result;
    result.dimensions = int(dimensions);
    result.bytes.resize(std::size_t(tall.rows()) * std::size_t(dimensions));
    result.scales.resize(std::size_t(tall.rows()));
    // Twice over the rows instead of keeping all of them in float: first for the signs.
    Eigen::VectorXf extremes = Eigen::VectorXf::Zero(dimensions);
    for (Eigen::Index from = 0; from < tall.rows(); from += GramRows) {
        const Tall part = tall.middleRows(from, std::min(GramRows, tall.rows() - from)) * factors;
        for (Eigen::Index row = 0; row < part.rows(); ++row) {
            for (Eigen::Index i = 0; i < dimensions; ++i) {
                if (std::abs(part(row, i)) > std::abs(extremes[i]))
                    extremes[i] = part(row, i);
            }
        }
    }
    for (Eigen::Index from = 0; from < tall.rows(); from += GramRows) {
        const Tall part = tall.middleRows(from, std::min(GramRows, tall.rows() - from)) * factors;
        for (Eigen::Index row = 0; row < part.rows(); ++row) {
            const float scale = part.row(row).cwiseAbs().maxCoeff() / 127.0F;
            const std::size_t term = std::size_t(from + row);
            if (!(scale > 0) || !std::isfinite(scale))
                continue;
            result.scales[term] = scale;
            for (Eigen::Index i = 0; i < dimensions; ++i) {
                const float value = std::nearbyint(part(row, i) / scale) * (extremes[i] < 0 ? -1.0F : 1.0F);
                result.bytes[term * std::size_t(dimensions) + std::size_t(i)] = std::int8_t(std::clamp(value, -127.0F, 127.0F));
            }
        }
    }
    return result;
}

} // namespace

RightVectors rightSingularVectors(const SparseMatrix &matrix, int most, std::stop_token stop)
{
    // Eigen cuts its products to the caches it finds, which changes the order of additions: the same on every machine.
    static std::once_flag fixed;
    std::call_once(fixed, [] { Eigen::setCpuCacheSizes(32 * 1'024, 512 * 1'024, 4 * 1'024 * 1'024); });

    const Eigen::Index rows = Eigen::Index(matrix.rows()), columns = Eigen::Index(matrix.columns);
    if (rows == 0 || columns == 0 || most < 1)
        return {};
    // Whole panels; columns beyond the rank come out as zeros.
    const Eigen::Index sketch = (std::min({Eigen::Index(most) + Spare, rows + Spare, columns + Spare}) + Panel - 1) / Panel * Panel;

    Tall basis(rows, sketch);
    {
        SignsOf signs;
        std::vector<float> panel(std::size_t(columns) * std::size_t(Panel));
        for (Eigen::Index first = 0; first < sketch; first += Panel) {
            for (float &value : panel)
                value = signs.next();
            timesPanel(matrix, panel.data(), basis.data() + first, sketch);
        }
        if (!makeOrthonormal(basis))
            return {};
        for (int iteration = 0; iteration < PowerIterations; ++iteration) {
            for (Eigen::Index first = 0; first < sketch; first += Panel) { // a panel after the other: no second matrix of all terms
                if (stop.stop_requested())
                    return {};
                std::fill(panel.begin(), panel.end(), 0.0F);
                transposedTimesPanel(matrix, basis.data() + first, sketch, panel.data(), Panel);
                timesPanel(matrix, panel.data(), basis.data() + first, sketch);
            }
            if (!makeOrthonormal(basis))
                return {};
        }
    }
    Tall terms = Tall::Zero(columns, sketch);
    for (Eigen::Index first = 0; first < sketch; first += Panel)
        transposedTimesPanel(matrix, basis.data() + first, sketch, terms.data() + first, sketch);
    basis.resize(0, 0);
    if (stop.stop_requested())
        return {};
    // terms = matrixᵀ · basis; with termsᵀ · terms = U Λ Uᵀ, the columns of terms · U · Λ^-½ are the right singular vectors.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gramOf(terms));
    if (solver.info() != Eigen::Success || stop.stop_requested())
        return {};
    const Eigen::VectorXd &squares = solver.eigenvalues(); // rising
    Eigen::Index kept = 0;
    while (kept < std::min<Eigen::Index>(most, sketch) && squares[sketch - 1 - kept] > 1e-9 * squares[sketch - 1])
        ++kept;
    if (kept == 0 || !(squares[sketch - 1] > 0))
        return {};
    Eigen::MatrixXf factors(sketch, kept);
    for (Eigen::Index i = 0; i < kept; ++i)
        factors.col(i) = (solver.eigenvectors().col(sketch - 1 - i) / std::sqrt(squares[sketch - 1 - i])).cast<float>();
    return asBytes(terms, factors);
}

} // namespace hs::embedding
