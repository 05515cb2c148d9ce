//! Which failures are worth another attempt, beside those that the SDK knows of.

use aws_sdk_dynamodb::{
    operation::{
        transact_get_items::TransactGetItemsError, transact_write_items::TransactWriteItemsError,
    },
    types::CancellationReason,
};
use aws_smithy_runtime_api::client::{
    interceptors::context::InterceptorContext,
    orchestrator::OrchestratorError,
    retries::classifiers::{ClassifyRetry, RetryAction, RetryClassifierPriority},
};

/// Tries a transaction again that lost to another one, or was throttled in part.
///
/// DynamoDB reports both as a cancelled transaction, which the SDK takes for final.
#[derive(Debug)]
pub(crate) struct Conflicts;

impl ClassifyRetry for Conflicts {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = context.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        let Some(error) = OrchestratorError::as_operation_error(error) else {
            return RetryAction::NoActionIndicated;
        };
        let passing = match (error.downcast_ref(), error.downcast_ref()) {
            (Some(write), _) => is_passing_write(write),
            (_, Some(read)) => is_passing_read(read),
            _ => false,
        };
        if passing { RetryAction::transient_error() } else { RetryAction::NoActionIndicated }
    }

    fn name(&self) -> &'static str {
        "transaction conflicts"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

fn is_passing_write(error: &TransactWriteItemsError) -> bool {
    if let TransactWriteItemsError::TransactionCanceledException(cancelled) = error {
        return are_passing(cancelled.cancellation_reasons());
    }
    error.is_transaction_in_progress_exception()
}

fn is_passing_read(error: &TransactGetItemsError) -> bool {
    if let TransactGetItemsError::TransactionCanceledException(cancelled) = error {
        return are_passing(cancelled.cancellation_reasons());
    }
    false
}

fn are_passing(reasons: &[CancellationReason]) -> bool {
    let mut codes = reasons
        .iter()
        .filter_map(CancellationReason::code)
        .filter(|code| *code != "None")
        .peekable();
    codes.peek().is_some()
        && codes.all(|code| {
            matches!(
                code,
                "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"
            )
        })
}
