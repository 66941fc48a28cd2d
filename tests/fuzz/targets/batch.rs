//! Feeds a batch under review.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::Target;

static TARGET: LazyLock<Target> = LazyLock::new(|| Target::batch().sow());

fuzz_target!(init: { LazyLock::force(&TARGET); }, |input: &[u8]| TARGET.run(input));
